package io.marketbell.cluster.report;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeReports;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.cluster.SelfReport;
import io.marketbell.cluster.report.ReportTable.Row;
import io.marketbell.database.Connections;
import io.marketbell.database.OutageLog;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Writes the report of this node to the database and reads those of the others. Run it every few seconds, by one thread
 * at a time. If the database is unavailable, the known reports become older.
 */
public final class ReportExchange implements NodeReports, Runnable {
    /** Larger measurements are not written; the other nodes then name this node as missing. */
    static final int FIGURES_BYTES_AT_MOST = 1 << 20;

    private static final System.Logger LOG = System.getLogger(ReportExchange.class.getName());

    private final SelfReport self;
    private final Connections connections;
    private final InstantSource clock;
    private final OutageLog outage =
            new OutageLog(LOG, "the reports of the nodes are not exchanged", "the reports of the nodes are exchanged");

    private volatile Supplier<NodeStatus> status = () -> null;
    private volatile Supplier<byte[]> figures = () -> null;
    private volatile Reported latest;

    /** The measurements that were written last. */
    private volatile byte[] written;

    /** The incarnation that has written them. Used by the exchanging thread only, like the next fields. */
    private String writtenBy = "";

    private Map<String, ReadFigures> read = Map.of();
    private List<Row> rows = List.of();
    private Instant rowsAt;

    private record ReadFigures(long at, byte[] content) {}

    public ReportExchange(SelfReport self, DataSource source, InstantSource clock) {
        this.self = self;
        this.connections = new Connections(source);
        this.clock = clock;
        this.rowsAt = clock.instant();
        this.latest = new Reported(rowsAt, List.of(self.with(null)));
    }

    @Override
    public Reported latest() {
        return latest;
    }

    @Override
    public void statusFrom(Supplier<NodeStatus> source) {
        status = source;
    }

    @Override
    public void figuresFrom(Supplier<byte[]> source) {
        figures = source;
    }

    @Override
    public int writtenBytes() {
        byte[] last = written;
        return last == null ? 0 : last.length;
    }

    @Override
    public void run() {
        NodeStatus now = status.get();
        NodeReport own = self.with(now);
        try {
            // before, the tables may not exist
            if (!own.state().equals(NodeReport.JOINING)) {
                exchange(own, now);
                outage.succeeded();
            }
        } catch (SQLException e) {
            outage.failed(e);
        } finally {
            latest = new Reported(clock.instant(), new KnownNodes(rows, age(), this::figures).reports(own));
        }
    }

    private void exchange(NodeReport own, NodeStatus now) throws SQLException {
        connections.read(sql -> {
            ReportTable table = new ReportTable(sql);
            if (own.isRunning() && now != null) {
                write(table, own.incarnation(), now);
            }
            read(table, own.incarnation());
            return null;
        });
    }

    private void write(ReportTable table, String incarnation, NodeStatus now) throws SQLException {
        table.saveStatus(incarnation, StatusJson.of(now));
        byte[] content = figures.get();
        boolean isNew = content != written || !incarnation.equals(writtenBy);
        if (content != null && isNew && content.length <= FIGURES_BYTES_AT_MOST) {
            table.saveFigures(incarnation, content);
            written = content;
            writtenBy = incarnation;
        }
    }

    private void read(ReportTable table, String incarnation) throws SQLException {
        List<Row> found = table.all();
        Map<String, Long> wanted = new HashMap<>();
        Map<String, ReadFigures> kept = new HashMap<>();
        for (Row row : found) {
            boolean isOther = !row.incarnation().equals(incarnation) && isRunning(row);
            if (isOther && row.figuresAt() != null) {
                ReadFigures known = read.get(row.incarnation());
                if (known != null && known.at() == row.figuresAt()) {
                    kept.put(row.incarnation(), known);
                } else {
                    wanted.put(row.incarnation(), row.figuresAt());
                }
            }
        }
        table.figures(List.copyOf(wanted.keySet()))
                .forEach((of, content) -> kept.put(of, new ReadFigures(wanted.get(of), content)));
        read = kept;
        rows = found;
        rowsAt = clock.instant();
    }

    static boolean isRunning(Row row) {
        return row.state().toLowerCase(Locale.ROOT).equals(NodeReport.RUNNING);
    }

    private byte[] figures(String incarnation) {
        ReadFigures known = read.get(incarnation);
        return known == null ? null : known.content();
    }

    /** Returns the time since the rows were read. */
    private Duration age() {
        Duration age = Duration.between(rowsAt, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
