package io.marketbell.publish.service;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.ulid.UlidFactory;
import io.marketbell.app.MarketbellApplication;
import io.marketbell.database.ProductArchive;
import io.marketbell.identity.BelievingIdentification;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import io.marketbell.testkit.server.WebXml;
import java.io.File;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An archive of this package and the packages it uses, with a journal in memory, for tests in the container. */
public final class PublishArchive {
    private PublishArchive() {}

    public static WebArchive named(String name) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackages(
                        true,
                        PublishArchive::isProduct,
                        "io.marketbell.publish",
                        "io.marketbell.publish.rest",
                        "io.marketbell.publish.service",
                        "io.marketbell.publish.validation")
                .addPackages(
                        false,
                        PublishArchive::isProduct,
                        "io.marketbell.journal",
                        "io.marketbell.journal.expiry",
                        "io.marketbell.journal.ledger",
                        "io.marketbell.journal.log",
                        "io.marketbell.journal.store",
                        "io.marketbell.database",
                        "io.marketbell.database.job")
                .addPackages(false, "io.marketbell.json", "io.marketbell.notification")
                .addPackages(
                        false,
                        PublishArchive::isProduct,
                        "io.marketbell.cluster",
                        "io.marketbell.cluster.local",
                        "io.marketbell.digest",
                        "io.marketbell.http.problem",
                        "io.marketbell.json",
                        "io.marketbell.http.address",
                        "io.marketbell.http.body",
                        "io.marketbell.http.query",
                        "io.marketbell.settings",
                        "io.marketbell.thread",
                        "io.marketbell.time")
                .addPackages(
                        false,
                        path -> path.get()
                                .matches(".*/(HeadersFilter|SecurityHeaders|ApplicationPart)(\\$.*)?\\.class"),
                        "io.marketbell.edge",
                        "io.marketbell.edge.forwarded",
                        "io.marketbell.injection")
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
