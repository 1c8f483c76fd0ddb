package io.marketbell.blackbox;

import io.marketbell.testkit.client.RawHttp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Simulates the rating of a page by Mozilla's HTTP Observatory: its ten tests and their modifiers, from the public
 * description (developer.mozilla.org/en-US/observatory/docs/tests_and_scoring). Only results that pages of this
 * application can have are distinguished; any other result counts as the worst of its test.
 */
final class Observatory {
    private static final int EXTRA_CREDIT_FROM = 90;
    private static final Set<String> PRIVATE_REFERRERS =
            Set.of("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin");
    private static final Pattern SCRIPT = Pattern.compile("<script\\b[^>]*>");
    private static final Pattern SOURCE = Pattern.compile("\\bsrc=\"([^\"]*)\"");

    /** One test: the result and its modifier. */
    record Result(String test, String found, int modifier) {}

    private final RawHttp.Answer page;
    private final RawHttp.Answer inTheClear;
    private final Map<String, List<String>> policy;

    /**
     * @param page the page over HTTPS
     * @param inTheClear the response to the same request over HTTP
     */
    Observatory(RawHttp.Answer page, RawHttp.Answer inTheClear) {
        this.page = page;
        this.inTheClear = inTheClear;
        this.policy = policy(page.one("Content-Security-Policy"));
    }

    List<Result> results() {
        return List.of(
                contentSecurity(),
                cookies(),
                crossOriginSharing(),
                redirection(),
                referrer(),
                transportSecurity(),
                integrity(),
                contentType(),
                framing(),
                crossOriginResources());
    }

    /** Applies penalties first; bonuses only if the score is still at least 90. */
    int score() {
        List<Integer> modifiers = results().stream().map(Result::modifier).toList();
        int score = 100 + modifiers.stream().filter(m -> m < 0).mapToInt(m -> m).sum();
        return score < EXTRA_CREDIT_FROM
                ? Math.max(0, score)
                : score + modifiers.stream().filter(m -> m > 0).mapToInt(m -> m).sum();
    }

    /** A+ from 100, A from 90; lower grades are not distinguished. */
    String grade() {
        return score() >= 100 ? "A+" : score() >= 90 ? "A" : "worse than A";
    }

    private Result contentSecurity() {
        List<String> fallback = policy.getOrDefault("default-src", List.of("*"));
        List<String> all = new ArrayList<>();
        policy.values().forEach(all::addAll);
        boolean unsafe = all.stream().anyMatch(source -> source.contains("unsafe") || source.equals("*"))
                || sources("script-src", fallback).contains("data:")
                || sources("object-src", fallback).contains("*")
                || all.stream().anyMatch(source -> source.equals("https:") || source.startsWith("http:"));
        if (unsafe) {
            return new Result("Content Security Policy", "unsafe", -25);
        }
        boolean forms = Set.of("'none'", "'self'").containsAll(policy.getOrDefault("form-action", List.of("*")));
        return fallback.equals(List.of("'none'")) && forms
                ? new Result("Content Security Policy", "default-src 'none', nothing unsafe, form-action closed", 10)
                : new Result("Content Security Policy", "nothing unsafe", 5);
    }

    private List<String> sources(String directive, List<String> fallback) {
        return policy.getOrDefault(directive, fallback);
    }

    private Result cookies() {
        return page.all("Set-Cookie").isEmpty() ? new Result("Cookies", "none", 0) : new Result("Cookies", "some", -40);
    }

    private Result crossOriginSharing() {
        return page.all("Access-Control-Allow-Origin").isEmpty()
                ? new Result("Cross-origin sharing (CORS)", "not shared", 0)
                : new Result("Cross-origin sharing (CORS)", "shared", -50);
    }

    private Result redirection() {
        String location = inTheClear.one("Location");
        boolean redirected = inTheClear.status() >= 301
                && inTheClear.status() <= 308
                && location != null
                && location.startsWith("https://127.0.0.1:");
        return redirected
                ? new Result("Redirection", "at once to HTTPS on the same host", 0)
                : new Result("Redirection", "missing", -20);
    }

    private Result referrer() {
        String value = page.one("Referrer-Policy");
        return value != null && PRIVATE_REFERRERS.contains(value)
                ? new Result("Referrer Policy", value, 5)
                : new Result("Referrer Policy", "unsafe or missing", -5);
    }

    private Result transportSecurity() {
        String value = page.one("Strict-Transport-Security");
        Matcher age = Pattern.compile("max-age=(\\d+)").matcher(value == null ? "" : value);
        return age.find() && Long.parseLong(age.group(1)) >= 15_768_000
                ? new Result("Strict Transport Security", "at least six months", 0)
                : new Result("Strict Transport Security", "too short or missing", -20);
    }

    private Result integrity() {
        Matcher scripts = SCRIPT.matcher(page.body());
        while (scripts.find()) {
            Matcher source = SOURCE.matcher(scripts.group());
            if (source.find() && source.group(1).matches("(?i)(https?:)?//.*")) {
                return new Result("Subresource Integrity", "scripts of others", -50);
            }
        }
        return new Result("Subresource Integrity", "all scripts are of the same origin", 0);
    }

    private Result contentType() {
        return "nosniff".equals(page.one("X-Content-Type-Options"))
                ? new Result("X-Content-Type-Options", "nosniff", 0)
                : new Result("X-Content-Type-Options", "missing", -5);
    }

    private Result framing() {
        if (policy.containsKey("frame-ancestors")) {
            return new Result("X-Frame-Options", "by frame-ancestors", 5);
        }
        return "DENY".equals(page.one("X-Frame-Options"))
                ? new Result("X-Frame-Options", "DENY", 0)
                : new Result("X-Frame-Options", "missing", -20);
    }

    private Result crossOriginResources() {
        String value = page.one("Cross-Origin-Resource-Policy");
        return "same-origin".equals(value) || "same-site".equals(value)
                ? new Result("Cross-Origin-Resource-Policy", value, 10)
                : new Result("Cross-Origin-Resource-Policy", "missing", 0);
    }

    private static Map<String, List<String>> policy(String text) {
        Map<String, List<String>> directives = new TreeMap<>();
        for (String directive : (text == null ? "" : text).split(";")) {
            List<String> words = Arrays.asList(directive.strip().split("\\s+"));
            directives.putIfAbsent(words.get(0), words.subList(1, words.size()));
        }
        return directives;
    }
}
