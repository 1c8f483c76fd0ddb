package io.marketbell.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.asset.StringAsset;

/** The product's web.xml for an archive with only some of the filters; the order is the product's. */
public final class WebXml {
    private WebXml() {}

    /** @param filters the names of the filters in the archive */
    public static Asset ofFilters(String... filters) {
        try {
            String whole = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));
            String others =
                    "(?s)<(filter|filter-mapping)>\\s*<filter-name>(?!(" + String.join("|", filters) + ")<).*?</\\1>";
            return new StringAsset(whole.replaceAll(others, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
