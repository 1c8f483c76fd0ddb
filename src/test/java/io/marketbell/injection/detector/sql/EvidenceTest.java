package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.finding.Rule;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private final Evidence evidence = new Evidence(0);

    @Test
    void aRuleCountsOnceByItsStrongestSign() {
        evidence.add(Rule.UNION, Weights.HALF);
        evidence.add(Rule.UNION, Weights.LIKELY);
        evidence.add(Rule.UNION, Weights.HALF);

        assertThat(evidence.isEnough()).isFalse();
        assertThat(evidence.verdict()).isNull();
    }

    @Test
    void signsOfDifferentRulesAreAddedAndTheStrongestIsNamed() {
        evidence.add(Rule.UNION, Weights.WEAK);
        evidence.add(Rule.QUERY, Weights.LIKELY);

        assertThat(evidence.verdict()).isEqualTo(Rule.QUERY);
    }

    @Test
    void aSignThatWasNotFoundDoesNotCount() {
        evidence.addIf(false, Rule.UNION, Weights.CERTAIN);

        assertThat(evidence.verdict()).isNull();

        evidence.addIf(true, Rule.UNION, Weights.CERTAIN);

        assertThat(evidence.verdict()).isEqualTo(Rule.UNION);
    }
}
