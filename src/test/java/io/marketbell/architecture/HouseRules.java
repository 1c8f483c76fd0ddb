package io.marketbell.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
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
                "the vocabulary imports nothing of ours or of Jakarta",
                classes()
                        .that()
                        .resideInAPackage(room("notification"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("notification"), "java.."));
        rules.put(
                "publish never talks to connections",
                never("publish", room("subscription"), room("delivery"), room("channel")));
        rules.put(
                "the journal never knows who is connected",
                never("journal", room("subscription"), room("delivery"), room("channel"), room("publish")));
        rules.put(
                "the index does no input or output",
                classes()
                        .that()
                        .resideInAPackage(room("subscription"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("subscription"), room("notification"), "java.lang..", "java.util.."));
        rules.put(
                "delivery knows neither HTTP nor JSON",
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
                "the channel decides no policy",
                never("channel", room("journal"), room("publish"), room("deadletter")));
        rules.put(
                "addresses and origins are pure",
                classes()
                        .that()
                        .resideInAPackage(room("http.address"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("http.address"), "java.."));
        rules.put(
                "reading JSON is pure",
                classes()
                        .that()
                        .resideInAPackage(room("json"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("json"), "java..", "jakarta.json.."));
        rules.put(
                "the edge knows nothing of what is behind it",
                never(
                        "edge",
                        room("journal"),
                        room("subscription"),
                        room("delivery"),
                        room("deadletter"),
                        room("callback")));
        rules.put(
                "the way to the database knows nothing of what is kept there",
                noClasses()
                        .that()
                        .resideInAPackage(room("database"))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + "..")
                                .and(not(resideInAnyPackage(room("database"), room("http.problem"), room("thread"))))));
        rules.put(
                "threads know no room that they work for",
                classes()
                        .that()
                        .resideInAPackage(room("thread"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("thread"), "java.."));
        rules.put(
                "periodic tasks survive their errors",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(room("thread"))
                        .should()
                        .callMethodWhere(schedulesPeriodically()));
        rules.put(
                "routes know no room that they lead to",
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
                "streams know nothing of their events",
                classes()
                        .that()
                        .resideInAPackage(room("http.sse"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("http.sse"), "java..", "jakarta.servlet.."));
        rules.put(
                "the guard knows nothing of what is behind it",
                never(
                        "injection",
                        room("journal"),
                        room("subscription"),
                        room("delivery"),
                        room("deadletter"),
                        room("callback")));
        rules.put(
                "the detector knows nothing but texts",
                classes()
                        .that()
                        .resideInAPackage(room("injection.detector"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("injection.detector"), "java.."));
        rules.put(
                "decoding knows no rule of the detector",
                never(
                        "injection.detector.decoding",
                        room("injection.detector.path"),
                        room("injection.detector.sql"),
                        room("injection.detector.finding")));
        rules.put(
                "SQL is detected independently of paths and of escapes",
                never("injection.detector.sql", room("injection.detector.path"), room("injection.detector.decoding")));
        rules.put(
                "paths are detected independently of SQL and of escapes",
                never("injection.detector.path", room("injection.detector.sql"), room("injection.detector.decoding")));
        rules.put(
                "the detector's texts know no rule",
                classes()
                        .that()
                        .resideInAPackage(room("injection.detector.text"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("injection.detector.text"), "java.."));
        rules.put("buckets know nothing of requests", never("ratelimit.bucket", "jakarta.."));
        rules.put(
                "the outbox knows no thread",
                never("delivery.outbox", room("delivery.writer"), room("delivery.shard")));
        rules.put("writers know no shard", never("delivery.writer", room("delivery.shard"), room("delivery.resume")));
        rules.put("the WebSocket knows no event stream", never("channel.websocket", room("channel.sse")));
        rules.put("the event stream knows no WebSocket", never("channel.sse", room("channel.websocket")));
        rules.put("tokens know nothing of API keys", never("identity.token", room("identity.apikey")));
        rules.put(
                "the ledger knows neither the log nor expiry",
                never("journal.ledger", room("journal.log"), room("journal.expiry")));
        rules.put(
                "validation knows nothing of HTTP",
                never("publish.validation", "jakarta.servlet..", "jakarta.ws.rs.."));
        rules.put(
                "what HTTP shares knows no room that uses it",
                noClasses()
                        .that()
                        .resideInAPackage(room("http"))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + "..")
                                .and(not(resideInAnyPackage(room("http"), room("json"), room("notification"))))));
        rules.put(
                "shutdown knows no room that it calls",
                classes()
                        .that()
                        .resideInAPackage(room("shutdown"))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(room("shutdown"), "java..", "javax.management..", "org.osgi.framework.."));
        rules.put("metrics know nobody who reads them", never("metrics", room("monitoring"), room("health")));
        rules.put(
                "health asks nothing that could keep it waiting",
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
        rules.put(
                "health is told to monitoring and the wiring only", nobodyBut("health", "health", "monitoring", "app"));
        rules.put(
                "monitoring translates what others have worked out",
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
        rules.put("monitoring is asked from outside only", nobodyBut("monitoring", "monitoring"));
        rules.put("app is imported by no room", nobodyBut("app", "app"));
        rules.put("the demo is reached by nothing but the wiring", nobodyBut("demo", "demo", "app"));
        rules.put("the documents are reached by nothing but the wiring", nobodyBut("apidocs", "apidocs", "app"));
        rules.put(
                "no names that hide a responsibility",
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
                "constructors are injected, not fields",
                noFields()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage(root + "..")
                        .should()
                        .beAnnotatedWith("jakarta.inject.Inject"));
        rules.put(
                "nothing is printed",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"));
        rules.put(
                "no room goes round in a circle",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put(
                "no package goes round in a circle",
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
