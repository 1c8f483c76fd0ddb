package io.marketbell.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.deadletter.DeadLetters.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterJsonTest {
    private static final String NOTIFICATION =
            "{\"id\":\"01JD\",\"type\":\"ORDER_FILLED\",\"priority\":\"CRITICAL\",\"time\":\"2026-11-23T11:59:59Z\","
                    + "\"instrument\":\"AAPL\",\"broker\":\"alpaca\",\"recipients\":[\"alice\"],\"offset\":816,"
                    + "\"expires_at\":\"2026-11-30T12:00:00Z\",\"key\":\"ord-7781#fill-2\","
                    + "\"publisher\":\"broker-gateway\",\"accepted_at\":\"2026-11-23T12:00:00Z\","
                    + "\"callback_url\":\"https://hooks.example.com/fills\"";
    private static final String BODY =
            "\"body\":{\"order_id\":\"ord-7781\",\"price\":\"585.330\",\"note\":\"für \\u0000 \\\"x\\\"\"}}";
    private static final String LETTER = "{\"id\":\"L1\",\"reason\":\"EXPIRED\",\"type\":\"ORDER_FILLED\","
            + "\"recipient\":\"alice\",\"attempts\":2,\"created_at\":\"2026-11-23T12:00:00Z\","
            + "\"last_attempt_at\":\"2026-11-23T12:00:01Z\",";

    private static DeadLetter letter(String detail, DeadLetter.Replay replay) {
        return new DeadLetter(
                "L1",
                Reason.EXPIRED,
                "alice",
                2,
                detail,
                Fixtures.fill("01JD", "alice"),
                Fixtures.NOON,
                Fixtures.NOON.plusSeconds(1),
                replay);
    }

    @Test
    void membersHaveAFixedOrderAndAbsentOnesAreOmitted() {
        assertThat(DeadLetterJson.letter(letter(null, null)).toString())
                .isEqualTo(LETTER + "\"notification\":" + NOTIFICATION + ',' + BODY + '}');
        assertThat(DeadLetterJson.letter(letter("no answer", new DeadLetter.Replay(Fixtures.NOON, "01JE", "ops")))
                        .toString())
                .contains("\"attempts\":2,\"detail\":\"no answer\",\"created_at\"")
                .contains("\"replayed_at\":\"2026-11-23T12:00:00Z\",\"replayed_as\":\"01JE\","
                        + "\"replayed_by\":\"ops\",\"notification\":");
    }

    @Test
    void aPageHasACursorOnlyIfMoreFollow() {
        List<DeadLetter> letters = List.of(letter(null, null));

        assertThat(DeadLetterJson.page(letters, false).toString())
                .startsWith("{\"dead_letters\":[" + LETTER)
                .endsWith("}}]}");
        assertThat(DeadLetterJson.page(letters, true).toString()).endsWith("}}],\"next_cursor\":\"TDE\"}");
    }

    @Test
    void resultsOfReplaysHaveAFixedOrder() {
        Replays.Result.Done done = new Replays.Result.Done("L1", "01JE", 817, false);
        Replays.Many many = new Replays.Many(
                List.of(done, new Replays.Result.Done("L2", "01JF", 0, true), new Replays.Result.Gone("L3", "deleted")),
                "L3",
                4);

        assertThat(DeadLetterJson.replayed(done).toString())
                .isEqualTo("{\"id\":\"01JE\",\"offset\":817,\"duplicate\":false}");
        assertThat(DeadLetterJson.replayed(many).toString())
                .isEqualTo("{\"replayed\":[{\"dead_letter\":\"L1\",\"id\":\"01JE\",\"offset\":817,\"duplicate\":false},"
                        + "{\"dead_letter\":\"L2\",\"id\":\"01JF\",\"duplicate\":true}],"
                        + "\"failed\":[{\"dead_letter\":\"L3\",\"detail\":\"deleted\"}],"
                        + "\"remaining\":4,\"next_cursor\":\"TDM\"}");
    }

    @Test
    void theStoredTextContainsEveryFieldAndTheBodyAsAString() {
        assertThat(StoredNotification.text(Fixtures.fill("01JD", "alice")))
                .startsWith(NOTIFICATION + ",\"body\":\"{\\\"order_id\\\":");
    }
}
