package io.marketbell.ingest;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.ulid.UlidFactory;
import io.marketbell.app.MarketbellApplication;
import io.marketbell.body.BodyReservation;
import io.marketbell.database.Database;
import io.marketbell.database.ProductArchive;
import io.marketbell.identity.BelievingIdentification;
import io.marketbell.journal.Journal;
import io.marketbell.json.StrictJson;
import io.marketbell.notification.Notification;
import io.marketbell.problem.Problem;
import io.marketbell.protection.HeadersFilter;
import io.marketbell.server.WebXml;
import io.marketbell.thread.ThreadFaults;
import java.io.File;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** This room with the rooms it uses, over a journal in memory, for tests in the container. */
final class PublishArchive {
    private PublishArchive() {}

    static WebArchive named(String name) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackages(true, PublishArchive::isProduct, Package.getPackage("io.marketbell.ingest"))
                .addPackages(false, PublishArchive::isProduct, Journal.class.getPackage(), Database.class.getPackage())
                .addPackage(Notification.class.getPackage())
                .addPackages(
                        false,
                        PublishArchive::isProduct,
                        Problem.class.getPackage(),
                        StrictJson.class.getPackage(),
                        BodyReservation.class.getPackage(),
                        ThreadFaults.class.getPackage())
                .addPackages(
                        false,
                        path -> path.get()
                                .matches(
                                        ".*/(HeadersFilter|SecurityHeaders|ApplicationPaths|ApplicationPart)(\\$.*)?\\.class"),
                        HeadersFilter.class.getPackage())
                .addClasses(BelievingIdentification.classes())
                .addClass(MarketbellApplication.class)
                .addClasses(PublishFixture.class, MemoryJournal.class, MemoryLedger.class)
                .addAsLibraries(
                        ProductArchive.jar(Caffeine.class),
                        ProductArchive.jar(UlidFactory.class),
                        ProductArchive.jar(Assertions.class))
                .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
                .addAsWebInfResource(WebXml.ofFilters("headers", "credentials"), "web.xml");
    }

    private static boolean isProduct(ArchivePath path) {
        return ProductArchive.isProduct(path.get());
    }
}
