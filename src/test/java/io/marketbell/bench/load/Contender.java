package io.marketbell.bench.load;

import java.io.IOException;
import java.net.URI;
import java.util.function.IntFunction;

/**
 * The requests to a server that are compared with those to another one.
 *
 * @param process the server's process
 * @param items notifications per request
 * @param requests creates the requests of a round, by its number
 */
record Contender(String name, URI base, ProcessWatch process, int items, IntFunction<Request> requests) {

    /** One request on a connection. */
    @FunctionalInterface
    interface Request {
        HttpLine.Answer send(HttpLine line, int connection, long number) throws IOException;
    }

    /** NaN if the process is unknown. */
    double cpuSeconds() {
        ProcessWatch.Reading reading = process.read();
        return reading == null ? Double.NaN : reading.cpuSeconds();
    }
}
