package io.marketbell.audit;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Writes the audit log as lines, one for each entry, from an id to the end. Memory holds one page. */
final class AuditExport {
    private static final int PAGE = 1_000;

    private AuditExport() {}

    enum Format {
        JSONL("application/x-ndjson", JsonLine::of),
        CEF("text/plain;charset=UTF-8", CefLine::of);

        private final String mediaType;
        private final Function<AuditEntry, String> line;

        Format(String mediaType, Function<AuditEntry, String> line) {
            this.mediaType = mediaType;
            this.line = line;
        }

        String mediaType() {
            return mediaType;
        }
    }

    /**
     * Reads the first page at once: if the database is unavailable, the caller can still respond with an error. If it
     * becomes unavailable later, the response is aborted.
     *
     * @param after the id of the entry to continue after
     */
    static StreamingOutput from(Audit audit, Format format, long after, boolean isNamed) {
        List<AuditEntry> first = audit.after(after, PAGE, isNamed);
        return output -> write(audit, format, first, isNamed, output);
    }

    private static void write(Audit audit, Format format, List<AuditEntry> first, boolean isNamed, OutputStream output)
            throws IOException {
        Writer lines = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        List<AuditEntry> page = first;
        while (!page.isEmpty()) {
            for (AuditEntry entry : page) {
                lines.write(format.line.apply(entry));
                lines.write('\n');
            }
            page = audit.after(page.get(page.size() - 1).id(), PAGE, isNamed);
        }
        lines.flush();
    }
}
