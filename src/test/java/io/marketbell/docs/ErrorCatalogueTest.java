package io.marketbell.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.http.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The error catalogue (docs/reference/errors*.md) contains every text of an error response, and no other. These are all
 * texts of the sources with two words in a row, except those of logs, threads, metrics, SQL and exceptions that do not
 * reach a caller.
 */
class ErrorCatalogueTest {
    private static final Path REFERENCE = Path.of("docs/reference");
    private static final Pattern TABLE = Pattern.compile("(?m)^\\| detail \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Pattern CODE = Pattern.compile("(?m)^\\| ([0-9]{4}) \\| `([^`]+)` \\| `([A-Z0-9_]+)` \\|");

    private static final Pattern PROSE = Pattern.compile("[a-z]{2,} [a-z{]|[a-z'}] [a-z]{2,}|^; .");
    private static final Pattern MACHINE_READABLE = Pattern.compile(
            "(SELECT|INSERT|UPDATE|DELETE|WHERE|ORDER BY|NEXT VALUE|FROM|AND|IS NULL|VALUES)\\b|= ?\\?|=\"|e\\.log_offset");

    /** Methods and constructors whose texts are not part of responses. */
    private static final Pattern INTERNAL_SINK = Pattern.compile("(?:\\w+\\.)?(?:"
            + "Illegal\\w+Exception|DateTimeException|UnsupportedOperationException|\\w*IOException|SQLException|super|\\w*Unavailable"
            + "|UnresolvableKeyException|MalformedClaimException|AddressRefused|MalformedMessage"
            + "|log|info|warning|logOnce|reporting|OutageLog|PeriodicTask|LongLivedThread|ThreadStarts|mayWait|mark|executor|beat"
            + "|heartbeat"
            + "|Metric|AlertRule|page|ticket|described|gauge|withDescription|SharedParameter"
            + "|compile|prepare|prepareStatement|execute|executeUpdate|batch|select|letters|keys|put|index|split"
            + "|JobLease|append|addHeader|header|entry|indexOf|joining|record|comment)"
            + "|(?!Problem|Optional)\\w+\\.of");

    /** Classes whose texts are explained elsewhere, stored, logged, or part of the API description. */
    private static final Set<String> INTERNAL_CLASSES = Set.of(
            "Admission",
            "ApiKeyDescription",
            "ApiKeys",
            "AuditBacklog",
            "AuditBeans",
            "AuditEvent",
            "AuditFilter",
            "BusReceiver",
            "BusSender",
            "CefLine",
            "ChainVerifier",
            "ClusterStart",
            "CommonParts",
            "DisconnectReason",
            "DiskSpaceWait",
            "EarlierRows",
            "Erasures",
            "FirstAdminKey",
            "FirstAdminKeyTerminal",
            "HealthProbes",
            "HealthReport",
            "LeavingNode",
            "LimitAudit",
            "Market",
            "Migration",
            "PortAdapters",
            "PresenceScripts",
            "ProblemType",
            "ProductionTokenRules",
            "RedisBuckets",
            "RedisBus",
            "RedisCalls",
            "RedisFailure",
            "RedisHeartbeat",
            "RedisInfo",
            "RedisReports",
            "Refusals",
            "ReplaySummary",
            "SchemaRequirement",
            "SealKeyCheck",
            "SecurityHeaders",
            "SettingRange",
            "Shards",
            "SqlFailure",
            "TokenAuthenticator",
            "TokenFault");

    /** Exceptions: texts of the classes above that are part of responses, and one of the other classes that is not. */
    private static final Set<String> ANSWERED = Set.of("is not a valid key id");

    private static final Set<String> NOT_ANSWERED = Set.of("at least one subject must have a bucket");

    /** Classes whose IllegalArgumentException becomes a response. */
    private static final Set<String> ANSWERED_ARGUMENTS =
            Set.of("ApiKeyRestrictionsRequest", "ClientAddress", "Limit", "LimitSettings", "Subject");

    @Test
    void everyTextOfAnErrorResponseIsInTheCatalogueAndNoOther() throws IOException {
        Map<String, Set<String>> inCode = new TreeMap<>();
        SourceTexts.all().stream()
                .filter(ErrorCatalogueTest::isAnswered)
                .forEach(text -> inCode.computeIfAbsent(text.text(), key -> new TreeSet<>())
                        .add(text.type()));
        Set<String> documented = documented();

        assertThat(inCode.entrySet().stream().filter(entry -> !documented.contains(entry.getKey())))
                .as("in the code, not in docs/reference/errors*.md")
                .isEmpty();
        assertThat(documented.stream().filter(text -> !inCode.containsKey(text)))
                .as("in docs/reference/errors*.md, not in the code")
                .isEmpty();
    }

    private static boolean isAnswered(SourceTexts.Text text) {
        String content = text.text();
        if (ANSWERED.contains(content)) {
            return true;
        }
        if (!PROSE.matcher(content).find()
                || MACHINE_READABLE.matcher(content).find()
                || NOT_ANSWERED.contains(content)
                || INTERNAL_CLASSES.contains(text.type())) {
            return false;
        }
        boolean argument = text.sink().equals("IllegalArgumentException") && ANSWERED_ARGUMENTS.contains(text.type());
        return argument || !INTERNAL_SINK.matcher(text.sink()).matches();
    }

    private static Set<String> documented() throws IOException {
        Set<String> texts = new TreeSet<>();
        for (Path page : pages()) {
            TABLE.matcher(Files.readString(page))
                    .results()
                    .flatMap(table -> ROW.matcher(table.group(1)).results())
                    .map(row -> row.group(1).replaceAll("\\{[^{}]*}", "{}"))
                    .forEach(text ->
                            assertThat(texts.add(text)).as("once: %s", text).isTrue());
        }
        return texts;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(REFERENCE)) {
            return files.filter(file -> file.getFileName().toString().startsWith("errors"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyProblemTypeIsInTheCatalogueWithItsStatusTitleAndMeaning() throws IOException {
        String page = Files.readString(REFERENCE.resolve("errors.md"));
        for (ProblemType type : ProblemType.values()) {
            assertThat(page).contains("| `%s` | %s | %s |".formatted(type.uri(), type.status(), type.title()));
        }
        assertThat(page.lines().filter(line -> line.startsWith("| `/problems/") || line.startsWith("| `https://")))
                .hasSize(ProblemType.values().length);
    }

    @Test
    void everyCloseReasonIsDocumentedWithItsCodeAndText() throws IOException {
        String page = Files.readString(REFERENCE.resolve("close-codes.md"));
        List<String> documented = CODE.matcher(page)
                .results()
                .map(ErrorCatalogueTest::close)
                .sorted()
                .toList();
        List<String> inCode = Arrays.stream(DisconnectReason.values())
                .map(reason -> reason.code() + " " + reason.phrase() + " " + reason)
                .sorted()
                .collect(Collectors.toList());

        assertThat(documented).isEqualTo(inCode);
    }

    private static String close(MatchResult row) {
        return row.group(1) + " " + row.group(2) + " " + row.group(3);
    }
}
