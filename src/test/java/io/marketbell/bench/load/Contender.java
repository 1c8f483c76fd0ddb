package io.marketbell.bench.load;

import java.io.IOException;
import java.net.URI;
import java.util.function.IntFunction;

/**
 * What is asked of a server, to be compared with something else.
 *
 * @param process the server's
 * @param items notifications of each request
 * @param requests what is sent in a round, by its number
 */
record Contender(String name, URI base, ProcessWatch process, int items, IntFunction<Request> requests) {

    /** One request of a connection's. */
    @FunctionalInterface
    interface Request {
        HttpLine.Answer send(HttpLine line, int connection, long number) throws IOException;
    }

    /** Not a number where its process is not known. */
    double cpuSeconds() {
        ProcessWatch.Reading reading = process.read();
        return reading == null ? Double.NaN : reading.cpuSeconds();
    }
}
