package io.marketbell.database;

import io.marketbell.journal.Migration;
import java.io.File;
import java.net.URISyntaxException;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What an archive for a test in the container needs of the product to reach a database with its schema. */
public final class ProductArchive {
    private ProductArchive() {}

    /** Adds this room, the migrations and what they need, and the product's libraries. */
    public static WebArchive with(WebArchive archive) {
        return archive.addPackages(
                        false,
                        path -> isProduct(path.get()),
                        "io.marketbell.database",
                        "io.marketbell.http.problem",
                        "io.marketbell.json",
                        "io.marketbell.thread")
                .addClasses(ProductSchema.class, Migration.class)
                .addAsResource(new File("target/classes/db"), "db")
                .addAsLibraries(new File("target/marketbell/WEB-INF/lib").listFiles());
    }

    /** Packages hold tests, too, whose libraries are not there. */
    public static boolean isProduct(String path) {
        return new File("target/classes" + path.replaceFirst("^(/WEB-INF/classes)?/?", "/")).exists();
    }

    /** The library that a class of the tests comes from. */
    public static File jar(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
