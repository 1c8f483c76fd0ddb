package io.marketbell.ingest;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.ulid.UlidFactory;
import io.marketbell.app.MarketbellApplication;
import io.marketbell.database.Database;
import io.marketbell.database.ProductArchive;
import io.marketbell.identity.BelievingIdentification;
import io.marketbell.journal.Journal;
import io.marketbell.notification.Notification;
import io.marketbell.problem.Problem;
import io.marketbell.server.WebXml;
import java.io.File;
import java.net.URISyntaxException;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** This room with the rooms it uses, over a journal in memory, for tests in the container. */
final class IngestArchive {
    private IngestArchive() {}

    static WebArchive named(String name) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackages(true, IngestArchive::isProduct, Package.getPackage("io.marketbell.ingest"))
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        Journal.class.getPackage(),
                        Database.class.getPackage())
                .addPackage(Notification.class.getPackage())
                .addPackages(false, IngestArchive::isProduct, Problem.class.getPackage())
                .addClasses(BelievingIdentification.classes())
                .addClass(MarketbellApplication.class)
                .addClasses(IngestFixture.class, MemoryJournal.class, MemoryLedger.class)
                .addAsLibraries(jar(Caffeine.class), jar(UlidFactory.class), jar(Assertions.class))
                .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
                .addAsWebInfResource(WebXml.ofFilters("credentials"), "web.xml");
    }

    private static boolean isProduct(ArchivePath path) {
        return !path.get()
                .matches(".*(Test|IT|Archive|Fixture|Benchmark|FailingResource|/Memory[A-Z]\\w+)(\\$.*)?\\.class");
    }

    private static File jar(Class<?> ofIt) {
        try {
            return new File(
                    ofIt.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
