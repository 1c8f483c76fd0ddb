package io.marketbell.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.asset.StringAsset;

/**
 * The product's web.xml for an archive that holds some of the filters only: their order, without their declarations,
 * which their annotations make.
 */
public final class WebXml {
    private WebXml() {}

    /** @param filters the names of those that the archive holds */
    public static Asset ofFilters(String... filters) {
        try {
            String whole = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));
            String others =
                    "(?s)<filter-mapping>\\s*<filter-name>(?!(" + String.join("|", filters) + ")<).*?</filter-mapping>";
            return new StringAsset(
                    whole.replaceAll("(?s)<filter>.*?</filter>", "").replaceAll(others, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
