package io.marketbell.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import io.marketbell.http.problem.Problem;
import java.sql.Driver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The architecture rules for the packages below a root package: the product's own packages, and the planted violations
 * that prove that each rule detects its violation.
 */
final class HouseRules {
    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    /** The rules by name. The comment of each planted violation names the rule that it violates. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "notification depends on the JDK and the quoting of JSON only",
                classes()
                        .that()
                        .resideInAPackage(room("notification"))
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(room("notification"), "java..")
                                .or(simpleName("JsonText"))));
        rules.put(
                "publish does not depend on subscription, delivery or channel",
                never("publish", room("subscription"), room("delivery"), room("channel")));
        rules.put(
                "journal does not depend on subscription, delivery, channel or publish",
                never("journal", room("subscription"), room("delivery"), room("channel"), room("publish")));
        rules.put(
                "subscription does no input or output",
                classes()
                        .that()
                        .resideInAPackage(room("subscription"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("subscription"), room("notification"), "java.lang..", "java.util.."));
        rules.put(
                "delivery does not depend on HTTP, JSON or the packages that use it",
                never(
                        "delivery",
                        "jakarta..",
                        "java.net..",
                        room("channel"),
                        room("publish"),
                        room("callback"),
                        room("deadletter"),
                        room("metrics")));
        rules.put(
                "channel does not depend on journal, publish or deadletter",
                never("channel", room("journal"), room("publish"), room("deadletter")));
        rules.put(
                "http.address depends on the JDK only",
                classes()
                        .that()
                        .resideInAPackage(room("http.address"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("http.address"), "java.."));
        rules.put(
                "json depends on the JDK and JSON-P only",
                classes()
                        .that()
                        .resideInAPackage(room("json"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("json"), "java..", "jakarta.json.."));
        rules.put(
                "edge does not depend on the packages of resources",
                never(
                        "edge",
                        room("journal"),
                        room("subscription"),
                        room("delivery"),
                        room("deadletter"),
                        room("callback")));
        rules.put(
                "database does not depend on the stores that use it",
                noClasses()
                        .that()
                        .resideInAPackage(room("database"))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + "..")
                                .and(not(resideInAnyPackage(room("database"), room("http.problem"), room("thread"))))));
        rules.put(
                "settings depend on MicroProfile Config only",
                classes()
                        .that()
                        .resideInAPackage(room("settings"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("settings"), "java..", "org.eclipse.microprofile.config.."));
        rules.put(
                "thread depends on the JDK only",
                classes()
                        .that()
                        .resideInAPackage(room("thread"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("thread"), "java.."));
        rules.put(
                "periodic tasks are scheduled with PeriodicTask",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(room("thread"))
                        .should()
                        .callMethodWhere(schedulesPeriodically()));
        rules.put(
                "http.route does not depend on the packages of resources",
                classes()
                        .that()
                        .resideInAPackage(room("http.route"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                room("http.route"),
                                "java..",
                                "jakarta.enterprise..",
                                "jakarta.inject..",
                                "jakarta.servlet..",
                                "jakarta.ws.rs.."));
        rules.put(
                "http.sse does not depend on the packages of its events",
                classes()
                        .that()
                        .resideInAPackage(room("http.sse"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("http.sse"), "java..", "jakarta.servlet.."));
        rules.put(
                "injection does not depend on the packages that it protects",
                never(
                        "injection",
                        room("journal"),
                        room("subscription"),
                        room("delivery"),
                        room("deadletter"),
                        room("callback")));
        rules.put(
                "injection.detector depends on the JDK only",
                classes()
                        .that()
                        .resideInAPackage(room("injection.detector"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("injection.detector"), "java.."));
        rules.put(
                "injection.detector.decoding does not depend on rules",
                never(
                        "injection.detector.decoding",
                        room("injection.detector.path"),
                        room("injection.detector.sql"),
                        room("injection.detector.finding")));
        rules.put(
                "injection.detector.sql does not depend on path or decoding",
                never("injection.detector.sql", room("injection.detector.path"), room("injection.detector.decoding")));
        rules.put(
                "injection.detector.path does not depend on sql or decoding",
                never("injection.detector.path", room("injection.detector.sql"), room("injection.detector.decoding")));
        rules.put(
                "injection.detector.text depends on the JDK only",
                classes()
                        .that()
                        .resideInAPackage(room("injection.detector.text"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("injection.detector.text"), "java.."));
        rules.put("ratelimit.bucket does not depend on Jakarta EE", never("ratelimit.bucket", "jakarta.."));
        rules.put(
                "delivery.outbox does not depend on writers or shards",
                never("delivery.outbox", room("delivery.writer"), room("delivery.shard")));
        rules.put(
                "delivery.writer does not depend on shards or resuming",
                never("delivery.writer", room("delivery.shard"), room("delivery.resume")));
        rules.put("channel.websocket does not depend on channel.sse", never("channel.websocket", room("channel.sse")));
        rules.put("channel.sse does not depend on channel.websocket", never("channel.sse", room("channel.websocket")));
        rules.put(
                "identity.token does not depend on identity.apikey", never("identity.token", room("identity.apikey")));
        rules.put(
                "journal.ledger does not depend on journal.log or journal.expiry",
                never("journal.ledger", room("journal.log"), room("journal.expiry")));
        rules.put(
                "publish.validation does not depend on HTTP",
                never("publish.validation", "jakarta.servlet..", "jakarta.ws.rs.."));
        rules.put(
                "http does not depend on the packages that use it",
                noClasses()
                        .that()
                        .resideInAPackage(room("http"))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + "..")
                                .and(not(resideInAnyPackage(
                                        room("http"), room("json"), room("notification"), room("settings"))))));
        rules.put(
                "shutdown does not depend on the packages that it calls",
                classes()
                        .that()
                        .resideInAPackage(room("shutdown"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("shutdown"), "java..", "javax.management..", "org.osgi.framework.."));
        rules.put(
                "metrics does not depend on monitoring or health",
                never("metrics", room("monitoring"), room("health")));
        rules.put(
                "health does not depend on code that may block",
                never(
                        "health",
                        "java.sql..",
                        "javax.sql..",
                        "java.net..",
                        room("database"),
                        room("journal"),
                        room("delivery"),
                        room("channel"),
                        room("publish")));
        rules.put("only monitoring and app depend on health", nobodyBut("health", "health", "monitoring", "app"));
        rules.put(
                "monitoring does not depend on the packages that it reports on",
                never(
                        "monitoring",
                        "org.HdrHistogram..",
                        room("database"),
                        room("journal"),
                        room("subscription"),
                        room("channel"),
                        room("publish"),
                        room("deadletter"),
                        room("callback"),
                        room("ratelimit")));
        rules.put("no package depends on monitoring", nobodyBut("monitoring", "monitoring"));
        rules.put("no package depends on app", nobodyBut("app", "app"));
        rules.put("only app depends on demo", nobodyBut("demo", "demo", "app"));
        rules.put("only app depends on apidocs", nobodyBut("apidocs", "apidocs", "app"));
        rules.put(
                "only cluster.redis depends on the Redis client",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(room("cluster.redis"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.lettuce.."));
        rules.put(
                "classes of cluster.redis extend no type of the Redis client", // a container loads the types of all
                // classes
                noClasses()
                        .that()
                        .resideInAPackage(room("cluster.redis"))
                        .should()
                        .beAssignableTo(resideInAPackage("io.lettuce..")));
        rules.put(
                "only the database package binds parameters and reads results",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(room("database"))
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(java.sql.Statement.class));
        rules.put(
                "class names do not end in Impl, Manager, Util, Utils, Helper or Dto",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .should()
                        .haveSimpleNameEndingWith("Impl")
                        .orShould()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Dto"));
        rules.put(
                "fields are not injected",
                noFields()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage(root + "..")
                        .should()
                        .beAnnotatedWith("jakarta.inject.Inject"));
        rules.put(
                "nothing is written to System.out or System.err",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"));
        rules.put(
                "only http.problem writes problems as responses",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(room("http.problem"))
                        .should()
                        .callMethod(Problem.class, "toJson"));
        rules.put(
                "all packages log with System.Logger",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .areNotAssignableTo(Driver.class) // JDBC prescribes the return type of getParentLogger
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.util.logging..",
                                "org.slf4j..",
                                "org.jboss.logging..",
                                "org.apache.commons.logging..",
                                "org.apache.logging.."));
        rules.put(
                "top-level packages have no cycles",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put(
                "packages have no cycles",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        return rules;
    }

    private static DescribedPredicate<JavaMethodCall> schedulesPeriodically() {
        return DescribedPredicate.describe(
                "schedules periodically without PeriodicTask",
                call -> call.getTarget().getOwner().isAssignableTo(ScheduledExecutorService.class)
                        && (call.getName().equals("scheduleAtFixedRate")
                                || call.getName().equals("scheduleWithFixedDelay")));
    }

    private String room(String name) {
        return root + "." + name + "..";
    }

    private ArchRule never(String room, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage(room(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private ArchRule nobodyBut(String room, String... allowed) {
        String[] packages = new String[allowed.length];
        for (int i = 0; i < allowed.length; i++) {
            packages[i] = room(allowed[i]);
        }
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(room(room));
    }
}
