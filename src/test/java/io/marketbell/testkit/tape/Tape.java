package io.marketbell.testkit.tape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events of an instrument's order book in the LOBSTER format: one file of messages, and one with the top of the
 * book after each message.
 */
public record Tape(List<Row> rows) {
    /** Set by the build to the folder of shared test data; its folder {@code tape} is used if it exists. */
    static final String SHARED_DATA = "marketbell.it.shared.data";

    static final String INSTRUMENT = "AAPL";
    private static final long NO_PRICE = 9_999_999_999L;

    public Tape {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("an empty tape");
        }
    }

    enum Event {
        ACCEPTED,
        PART_CANCELLED,
        DELETED,
        EXECUTED,
        EXECUTED_HIDDEN;

        private static Event of(int number) {
            return values()[number - 1];
        }
    }

    /**
     * A line of both files.
     *
     * @param number starts at 1
     * @param time time since midnight
     * @param order the order id, 0 if a hidden order was executed
     * @param price in ten-thousandths
     * @param side 1 buy, -1 sell
     */
    record Row(int number, Duration time, Event event, long order, long size, long price, int side, Top top) {}

    /** The best prices, in ten-thousandths, and the sizes at these prices. */
    record Top(long ask, long askSize, long bid, long bidSize) {
        boolean samePrices(Top other) {
            return ask == other.ask && bid == other.bid;
        }

        boolean hasAsk() {
            return ask < NO_PRICE;
        }

        boolean hasBid() {
            return bid > -NO_PRICE;
        }
    }

    /** The real tape; empty if this machine does not have it. */
    public static Optional<Tape> shared() {
        String directory = System.getProperty(SHARED_DATA);
        return Optional.ofNullable(directory)
                .map(text -> Path.of(text, "tape"))
                .filter(Files::isDirectory)
                .map(Tape::read);
    }

    /** The small tape in the test resources. */
    public static Tape sample() {
        try {
            return read(Path.of(Tape.class.getResource("/tape").toURI()));
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the two files of a directory that end in {@code _message.csv} and {@code _top_of_book.csv}. */
    public static Tape read(Path directory) {
        try {
            List<String> messages = Files.readAllLines(only(directory, "_message.csv"));
            List<String> tops = Files.readAllLines(only(directory, "_top_of_book.csv"));
            if (messages.size() != tops.size()) {
                throw new IllegalArgumentException(messages.size() + " messages, but " + tops.size() + " books");
            }
            List<Row> rows = new ArrayList<>(messages.size());
            for (int i = 0; i < messages.size(); i++) {
                rows.add(row(i + 1, messages.get(i).split(","), tops.get(i).split(",")));
            }
            return new Tape(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path only(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no *" + ending + " in " + directory));
        }
    }

    private static Row row(int number, String[] message, String[] top) {
        return new Row(
                number,
                Duration.ofNanos(new BigDecimal(message[0]).movePointRight(9).longValueExact()),
                Event.of(Integer.parseInt(message[1])),
                Long.parseLong(message[2]),
                Long.parseLong(message[3]),
                Long.parseLong(message[4]),
                Integer.parseInt(message[5]),
                new Top(
                        Long.parseLong(top[0]),
                        Long.parseLong(top[1]),
                        Long.parseLong(top[2]),
                        Long.parseLong(top[3])));
    }

    /** The time from the first row to the last. */
    Duration length() {
        return rows.get(rows.size() - 1).time().minus(rows.get(0).time());
    }
}
