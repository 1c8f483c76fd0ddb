package io.marketbell.database;

import io.marketbell.journal.Migration;
import java.io.File;
import java.net.URISyntaxException;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Assembles an archive for in-container tests that use a database with the product's schema. */
public final class ProductArchive {
    private ProductArchive() {}

    /** Adds this package, the migrations, their dependencies, and the product's libraries. */
    public static WebArchive with(WebArchive archive) {
        return archive.addPackages(
                        false,
                        path -> isProduct(path.get()),
                        "io.marketbell.cluster",
                        "io.marketbell.cluster.node",
                        "io.marketbell.database",
                        "io.marketbell.database.job",
                        "io.marketbell.digest",
                        "io.marketbell.http.address",
                        "io.marketbell.http.problem",
                        "io.marketbell.http.query",
                        "io.marketbell.json",
                        "io.marketbell.settings",
                        "io.marketbell.thread",
                        "io.marketbell.time")
                .addClasses(ProductSchema.class, Migration.class)
                .addAsResource(new File("target/classes/db"), "db")
                .addAsLibraries(new File("target/marketbell/WEB-INF/lib").listFiles());
    }

    /**
     * Returns whether the class is part of the product. Packages also contain tests, whose libraries are missing in the
     * container.
     */
    public static boolean isProduct(String path) {
        return new File("target/classes" + path.replaceFirst("^(/WEB-INF/classes)?/?", "/")).exists();
    }

    /** Returns the library that contains a test class. */
    public static File jar(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
