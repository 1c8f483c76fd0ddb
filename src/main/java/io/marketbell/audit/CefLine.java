package io.marketbell.audit;

/** Formats entries in the Common Event Format (CEF, version 0), which SIEM products import. */
final class CefLine {
    private static final int REFUSED_SEVERITY = 6;
    private static final int FAILED_SEVERITY = 4;
    private static final int USUAL_SEVERITY = 3;

    private CefLine() {}

    static String of(AuditEntry entry) {
        StringBuilder line = new StringBuilder("CEF:0|Marketbell|Marketbell|1|");
        header(line, entry.action());
        header(line, entry.action());
        line.append(severity(entry.outcome())).append('|');
        field(line, "rt", Long.toString(entry.at().toEpochMilli()));
        field(line, "externalId", Long.toString(entry.id()));
        field(line, "suser", entry.who());
        field(line, "src", entry.address());
        field(line, "duser", entry.about());
        field(line, "outcome", entry.outcome());
        field(
                line,
                "cnt",
                entry.occurrences() == null ? null : entry.occurrences().toString());
        field(line, "msg", entry.detail());
        custom(line, 1, "target", entry.target());
        custom(line, 2, "credential", entry.credential());
        custom(line, 3, "traceId", entry.traceId());
        if (entry.chain() != null) {
            field(line, "dvchost", entry.chain().node());
            custom(line, 4, "chainHash", entry.chain().hash());
            custom(line, 5, "chainPosition", Long.toString(entry.chain().position()));
        }
        return line.toString().stripTrailing();
    }

    private static int severity(String outcome) {
        if ("refused".equals(outcome)) {
            return REFUSED_SEVERITY;
        }
        return "failed".equals(outcome) ? FAILED_SEVERITY : USUAL_SEVERITY;
    }

    private static void header(StringBuilder line, String value) {
        line.append(value.replace("\\", "\\\\").replace("|", "\\|").replaceAll("[\\r\\n]+", " "))
                .append('|');
    }

    private static void custom(StringBuilder line, int number, String label, String value) {
        if (value != null) {
            field(line, "cs" + number + "Label", label);
            field(line, "cs" + number, value);
        }
    }

    private static void field(StringBuilder line, String name, String value) {
        if (value != null) {
            String escaped = value.replace("\\", "\\\\")
                    .replace("=", "\\=")
                    .replace("\r", "\\r")
                    .replace("\n", "\\n");
            line.append(name).append('=').append(escaped).append(' ');
        }
    }
}
