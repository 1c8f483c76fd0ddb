package io.marketbell.ratelimit;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.Problem.Flaw;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.SmallBody;
import io.marketbell.json.WholeNumber;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Parses {@code {"rate_per_second":100,"burst":200,"mode":"block"}}. Without a burst, the burst is twice the rate. */
final class AllowanceRequest {
    private AllowanceRequest() {}

    static Allowance read(String body) {
        JsonObject given = SmallBody.object(body);
        List<Flaw> flaws = new ArrayList<>();
        Long rate = number(given, "rate_per_second", flaws);
        Long burst = given.containsKey("burst") ? number(given, "burst", flaws) : rate;
        if (burst != null && !given.containsKey("burst")) {
            burst = 2 * burst;
        }
        Mode mode = mode(given.get("mode"), flaws);
        if (!flaws.isEmpty()) {
            throw new ProblemException(Problem.invalid(flaws));
        }
        try {
            return new Allowance(new Limit(rate, burst), mode);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("", e.getMessage()));
        }
    }

    private static Long number(JsonObject given, String name, List<Flaw> flaws) {
        OptionalLong number = WholeNumber.of(given.get(name));
        if (number.isPresent()) {
            return number.getAsLong();
        }
        flaws.add(new Flaw('/' + name, "must be an integer"));
        return null;
    }

    private static Mode mode(JsonValue given, List<Flaw> flaws) {
        if (given == null) {
            return null;
        }
        if (given instanceof JsonString text && Mode.of(text.getString()).isPresent()) {
            return Mode.of(text.getString()).get();
        }
        flaws.add(new Flaw("/mode", "must be block, report or off"));
        return null;
    }
}
