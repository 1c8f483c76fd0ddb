package io.marketbell.http.problem;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An internal error: logged once, in full, under an id. The response contains only the id. */
final class Incident {
    private static final Logger LOG = Logger.getLogger(Incident.class.getName());

    private Incident() {}

    static Problem of(Throwable fault) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.log(Level.SEVERE, fault, () -> "incident " + id);
        return Problem.of(ProblemType.INTERNAL, "internal error; incident " + id);
    }
}
