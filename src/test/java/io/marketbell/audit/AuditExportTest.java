package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditExportTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-12-01T12:00:00.123Z"));

    private final Audit audit = AuditTrail.audit(Database.over(DatabaseKind.H2.empty()), CLOCK, "one");

    private List<String> lines(AuditExport.Format format, long after, boolean isNamed) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        AuditExport.from(audit, format, after, isNamed).write(output);
        return output.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void record(String detail) {
        audit.record(new AuditEvent("olga", "rate_limit.reset", "rate_limit:user:{user}", detail, "a".repeat(32))
                .about("bob")
                .from(new AuditOrigin("192.0.2.1", "k1")));
    }

    @Test
    void everyEntryIsALineAlsoBeyondOnePage() throws Exception {
        for (int i = 0; i < 1_001; i++) {
            record("reset");
        }

        assertThat(lines(AuditExport.Format.JSONL, 0, true)).hasSize(1_001).allMatch(line -> line.startsWith("{"));
        assertThat(lines(AuditExport.Format.JSONL, 1_000, true)).hasSize(1);
    }

    @Test
    void namesAreContainedOnlyIfRequested() throws Exception {
        record("reset");

        assertThat(lines(AuditExport.Format.JSONL, 0, true).get(0)).contains("\"olga\"", "rate_limit:user:bob");
        assertThat(lines(AuditExport.Format.JSONL, 0, false).get(0))
                .contains("rate_limit:user:{user}", "\"pseudonym-")
                .doesNotContain("olga", "bob");
    }

    @Test
    void valuesAreEscapedInCef() throws Exception {
        record("a=b|c\\d\ne");

        String line = lines(AuditExport.Format.CEF, 0, true).get(0);
        assertThat(line)
                .startsWith("CEF:0|Marketbell|Marketbell|1|rate_limit.reset|rate_limit.reset|3|rt=1796126400123"
                        + " externalId=1 suser=olga src=192.0.2.1 duser=bob outcome=done cnt=1 ")
                .contains("msg=a\\=b|c\\\\d\\ne ", "cs1Label=target cs1=rate_limit:user:bob ");
    }

    @Test
    void theVerifierForExportsFindsAChange() throws Exception {
        assumeThat(new ProcessBuilder("python3", "--version").start().waitFor()).isZero();
        record("reset für {user} 😀");
        record("second");
        List<String> export = lines(AuditExport.Format.JSONL, 0, false);

        assertThat(verified(export)).isEqualTo(0);
        assertThat(verified(List.of(export.get(0).replace("für", "fur"), export.get(1))))
                .isEqualTo(1);
        assertThat(verified(export.subList(1, 2))).isEqualTo(1);
        assertThat(verified(List.of("no JSON"))).isEqualTo(2);
    }

    private static int verified(List<String> lines) throws Exception {
        Path file = Files.createTempFile("audit", ".jsonl");
        try {
            Files.write(file, lines);
            return new ProcessBuilder("python3", "liberty/audit/verify_audit.py", file.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } finally {
            Files.delete(file);
        }
    }
}
