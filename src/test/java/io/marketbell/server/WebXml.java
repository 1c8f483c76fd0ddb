package io.marketbell.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.asset.StringAsset;

/**
 * The product's web.xml for an archive that holds some of the filters only: their order without their declarations. The
 * server passes over the mapping of a filter that is not there, but does not start with the declaration of one.
 */
public final class WebXml {
    private WebXml() {}

    public static Asset ofSomeFilters() {
        try {
            String whole = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));
            return new StringAsset(whole.replaceAll("(?s)<filter>.*?</filter>", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
