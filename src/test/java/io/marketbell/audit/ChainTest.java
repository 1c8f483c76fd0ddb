package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class ChainTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-12-01T12:00:00.123Z"));

    private final Database database;
    private final Audit one;
    private final Audit two;

    ChainTest(DatabaseKind kind) {
        database = Database.over(kind.empty());
        one = AuditTrail.audit(database, CLOCK, "one");
        two = AuditTrail.audit(database, CLOCK, "two");
    }

    private static AuditEvent event(int number) {
        return new AuditEvent("olga", "api_key.create", "api_key:" + number, "für {user}", "a".repeat(32)).about("bob");
    }

    private void change(String statement, Object... parameters) {
        assertThat(database.<Integer>write(sql -> sql.update(statement, parameters)))
                .isPositive();
    }

    private void recordSome() {
        for (int i = 0; i < 4; i++) {
            one.record(event(i));
            two.record(event(10 + i));
        }
    }

    @Test
    void aLogThatNobodyChangedIsValid() {
        recordSome();

        AuditVerification found = two.verify();
        assertThat(found.faults()).isEmpty();
        assertThat(found.valid()).isTrue();
        assertThat(found.entries()).isEqualTo(8);
        assertThat(found.chains()).extracting(AuditVerification.Chain::node).containsExactly("one", "two");
        assertThat(found.chains()).extracting(AuditVerification.Chain::entries).containsExactly(4L, 4L);
    }

    @Test
    void everyChangedFieldIsFound() {
        recordSome();
        for (String column : new String[] {
            "who",
            "action",
            "target",
            "detail",
            "trace_id",
            "address",
            "credential",
            "outcome",
            "about",
            "chain_hash",
            "chain_seal"
        }) {
            String before = database.read(sql -> sql.first(
                            row -> String.valueOf(row.getString(1)), "SELECT " + column + " FROM audit WHERE id = 3")
                    .orElseThrow());
            change("UPDATE audit SET " + column + " = 'changed' WHERE id = 3");
            assertThat(one.verify().faults()).as(column).isNotEmpty();
            change("UPDATE audit SET " + column + " = ? WHERE id = 3", before.equals("null") ? null : before);
            assertThat(one.verify().faults()).as(column + " restored").isEmpty();
        }
        change("UPDATE audit SET at_micros = at_micros + 1 WHERE id = 3");
        assertThat(one.verify().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.id()).isEqualTo(3);
            assertThat(fault.node()).isEqualTo("one");
            assertThat(fault.position()).isEqualTo(2);
        });
    }

    @Test
    void aRemovedEntryIsFound() {
        recordSome();
        change("DELETE FROM audit WHERE id = 3");

        assertThat(one.verify().faults())
                .extracting(AuditVerification.Fault::detail)
                .containsExactly("follows position 1; entries between them are missing, or it was moved");
    }

    @Test
    void aRemovedEndIsFound() {
        recordSome();
        change("DELETE FROM audit WHERE id = 7");

        assertThat(one.verify().faults())
                .extracting(AuditVerification.Fault::detail)
                .containsExactly("the chain ends at position 3");
    }

    @Test
    void aRemovedEndIsFoundInTheAnchorEvenIfTheHeadWasChangedToo() {
        recordSome();
        two.anchor();
        change("DELETE FROM audit WHERE id = 7");
        change("UPDATE audit_chain SET position = 3, hash = (SELECT chain_hash FROM audit WHERE id = 5)"
                + " WHERE node = 'one'");

        assertThat(one.verify().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.node()).isEqualTo("one");
            assertThat(fault.position()).isEqualTo(4);
            assertThat(fault.detail()).isEqualTo("missing, but another chain contains its hash");
        });
    }

    @Test
    void aChainComputedWithoutTheKeyIsFound() {
        Audit forger = new Audit(
                database,
                CLOCK,
                new AuditChain("one", new AuditSeal("wrong".repeat(8).getBytes())),
                new AuditBacklog(new Refusals(1, CLOCK), CLOCK));
        forger.record(event(1));
        assertThat(one.verify().otherKeys()).isEqualTo(1);

        change("UPDATE audit SET chain_key = ?", AuditTrail.SEAL.fingerprint());
        assertThat(one.verify().faults())
                .extracting(AuditVerification.Fault::detail)
                .containsExactly("its seal is not valid; it was not written by a node");
    }

    @Test
    void anIdleClusterWritesNoAnchors() {
        recordSome();
        for (int i = 0; i < 5; i++) {
            one.anchor();
            two.anchor();
        }

        assertThat(one.after(0, 100))
                .filteredOn(entry -> entry.action().equals("audit.anchor"))
                .hasSize(2);
        assertThat(one.verify().faults()).isEmpty();
        one.record(event(99));
        two.anchor();
        assertThat(one.after(0, 100))
                .filteredOn(entry -> entry.action().equals("audit.anchor"))
                .hasSize(3);
    }

    @Test
    void entriesOfThePreviousReleaseAreCounted() {
        recordSome();
        change("INSERT INTO audit (id, at, who, action, target, trace_id)"
                + " VALUES (1000, CURRENT_TIMESTAMP, 'olga', 'test', 'test', 'trace')");

        AuditVerification found = one.verify();
        assertThat(found.valid()).isTrue();
        assertThat(found.unchained()).isEqualTo(1);
    }

    @Test
    void namesInRowsOfThePreviousReleaseAreReplaced() {
        String insert = "INSERT INTO audit (id, at, who, action, target, detail, trace_id)"
                + " VALUES (?, CURRENT_TIMESTAMP, ?, 'test', ?, ?, 'trace')";
        change(insert, 1001, "bob", "api_key:1", "for b_b as trader, standard");
        change(insert, 1002, "olga", "rate_limit:user:b_b", "reset");
        change(insert, 1003, "b_b", "dead_letters DeadLetterFilter[reason=null, type=null, recipient=b_b]", null);
        one.eraseName("b_b");

        List<AuditEntry> all = one.after(0, 10);
        assertThat(all.toString()).doesNotContain("b_b").contains("bob", "olga", "rate_limit:user:pseudonym-");
        assertThat(all.get(0).detail()).startsWith("for pseudonym-").endsWith(" as trader, standard");
        assertThat(all.get(2).target()).startsWith("dead_letters ").contains("recipient=pseudonym-");
    }

    @Test
    void erasedNamesLeaveTheChainsValid() {
        recordSome();
        database.write(sql -> {
            Pseudonyms.erase(sql, "bob");
            return null;
        });

        assertThat(one.verify().faults()).isEmpty();
        assertThat(one.after(0, 1)).singleElement().satisfies(entry -> {
            assertThat(entry.about()).startsWith(Pseudonyms.PREFIX);
            assertThat(entry.detail()).isEqualTo("für {user}");
            assertThat(entry.who()).isEqualTo("olga");
        });
    }
}
