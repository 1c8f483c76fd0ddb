package io.marketbell.ratelimit;

import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.BucketState;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.LimitRules;
import io.marketbell.ratelimit.bucket.Policy;
import io.marketbell.ratelimit.bucket.Subject;
import io.marketbell.ratelimit.bucket.SubjectBuckets;
import io.marketbell.ratelimit.bucket.SubjectLimit;
import jakarta.json.bind.annotation.JsonbProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The JSON views of limits for admins. */
final class LimitViews {
    private LimitViews() {}

    /** @param buckets the buckets in use with the fewest remaining tokens first, limited to the requested number */
    @Schema(
            name = "RateLimits",
            requiredProperties = {"mode", "tiers", "policies", "overrides", "buckets"})
    public record All(
            String mode,
            List<TierView> tiers,
            List<PolicyView> policies,
            List<OverrideView> overrides,
            List<SubjectView> buckets) {}

    @Schema(
            name = "TierLimit",
            requiredProperties = {"subject", "rate_per_second", "burst", "mode", "overridden"})
    public record TierView(
            String subject,
            @JsonbProperty("rate_per_second") long ratePerSecond,
            long burst,
            String mode,
            boolean overridden) {}

    /** @param buckets number of existing buckets; absent for policies whose buckets are not listed */
    @Schema(
            name = "LimitPolicy",
            requiredProperties = {"policy", "mode", "refused", "reported"})
    public record PolicyView(
            String policy,
            String mode,
            @JsonbProperty("rate_per_second") Long ratePerSecond,
            Long burst,
            Long buckets,
            long refused,
            long reported) {}

    @Schema(
            name = "LimitOverride",
            requiredProperties = {"subject", "rate_per_second", "burst"})
    public record OverrideView(
            String subject,
            @JsonbProperty("rate_per_second") long ratePerSecond,
            long burst,
            String mode) {}

    /** @param live whether a bucket exists; if not, {@code remaining} is the content of a new one */
    @Schema(
            name = "RateLimit",
            requiredProperties = {"subject", "rate_per_second", "burst", "mode", "overridden"})
    public record SubjectView(
            String subject,
            @JsonbProperty("rate_per_second") long ratePerSecond,
            long burst,
            String mode,
            boolean overridden,
            Boolean live,
            Long remaining,
            @JsonbProperty("full_in_ms") Long fullInMillis) {}

    static SubjectView of(SubjectLimit seen) {
        BucketState state = seen.state();
        return new SubjectView(
                seen.subject().toString(),
                seen.limit().ratePerSecond(),
                seen.limit().burst(),
                seen.mode().label(),
                seen.overridden(),
                state == null ? null : seen.live(),
                state == null ? null : state.remaining(),
                state == null ? null : state.timeToFull().toMillis());
    }

    static All of(BucketRateLimiter limiter, int buckets) {
        LimitRules rules = limiter.rules();
        return new All(
                rules.settings().mode().label(),
                Arrays.stream(Tier.values()).map(tier -> tier(limiter, tier)).toList(),
                Arrays.stream(Policy.values())
                        .map(policy -> policy(limiter, rules, policy))
                        .toList(),
                rules.overrides().entrySet().stream()
                        .map(LimitViews::override)
                        .sorted(Comparator.comparing(OverrideView::subject))
                        .toList(),
                emptiest(limiter, buckets));
    }

    private static TierView tier(BucketRateLimiter limiter, Tier tier) {
        SubjectLimit seen = limiter.inspect(new Subject(Subject.Kind.TIER, tier.label()));
        return new TierView(
                seen.subject().toString(),
                seen.limit().ratePerSecond(),
                seen.limit().burst(),
                seen.mode().label(),
                seen.overridden());
    }

    private static PolicyView policy(BucketRateLimiter limiter, LimitRules rules, Policy policy) {
        Limit limit = rules.settings().limits().get(policy);
        SubjectBuckets buckets = limiter.bucketsOf(policy);
        return new PolicyView(
                policy.label(),
                rules.mode(policy, null, Tier.STANDARD).label(),
                limit == null ? null : limit.ratePerSecond(),
                limit == null ? null : limit.burst(),
                buckets == null ? null : buckets.count(),
                limiter.refused(policy),
                limiter.reported(policy));
    }

    private static OverrideView override(Map.Entry<Subject, Allowance> override) {
        Allowance allowance = override.getValue();
        return new OverrideView(
                override.getKey().toString(),
                allowance.limit().ratePerSecond(),
                allowance.limit().burst(),
                allowance.mode() == null ? null : allowance.mode().label());
    }

    private static List<SubjectView> emptiest(BucketRateLimiter limiter, int most) {
        List<SubjectView> found = new ArrayList<>();
        Stream.of(Policy.USER, Policy.ADDRESS, Policy.HANDSHAKE, Policy.ENDPOINT, Policy.ANONYMOUS)
                .flatMap(policy -> limiter.bucketsOf(policy).all().stream())
                .map(bucket -> of(limiter.inspectHere(Subject.of(bucket.policy(), bucket.name()))))
                .sorted(Comparator.comparingDouble(view -> (double) view.remaining() / view.burst()))
                .limit(most)
                .forEach(found::add);
        return found;
    }
}
