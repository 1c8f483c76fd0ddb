package io.marketbell.cluster.redis;

/** The id of an entry of a stream: the time of Redis in milliseconds and a number. */
record StreamId(long millis, long number) implements Comparable<StreamId> {
    static final StreamId START = new StreamId(0, 0);

    static StreamId of(String text) {
        int hyphen = text.indexOf('-');
        return new StreamId(
                Long.parseUnsignedLong(text.substring(0, hyphen)), Long.parseUnsignedLong(text.substring(hyphen + 1)));
    }

    @Override
    public int compareTo(StreamId other) {
        int byTime = Long.compareUnsigned(millis, other.millis);
        return byTime != 0 ? byTime : Long.compareUnsigned(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(number);
    }
}
