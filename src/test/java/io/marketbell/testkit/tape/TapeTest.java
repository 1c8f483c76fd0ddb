package io.marketbell.testkit.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapeTest {
    private final Tape tape = Tape.sample();
    private final TapePublications publications = new TapePublications(tape, List.of("alice", "bob"), "");

    private JsonObject withKey(String key) {
        return publications.all().stream()
                .filter(publication -> publication.key().equals(key))
                .findFirst()
                .orElseThrow()
                .item();
    }

    @Test
    void orderEventsBecomeNotificationTypes() {
        assertThat(tape.length()).isEqualTo(Duration.ofNanos(1_989_999_999));
        assertThat(publications.keys(List.of("ORDER_ACCEPTED")))
                .containsExactly("501#1", "502#2", "503#3", "504#4", "505#10", "506#12", "507#15");
        assertThat(publications.keys(List.of("ORDER_CANCELLED")))
                .containsExactly("501#7", "503#9", "499#11", "506#16", "502#18");
        assertThat(publications.keys(List.of("ORDER_FILLED")))
                .containsExactly("504#5", "504#6", "0#8", "501#13", "505#14", "507#17");
    }

    @Test
    void onlyAChangedPriceIsAPriceUpdate() {
        assertThat(publications.keys(List.of("PRICE_UPDATE")))
                .containsExactly(
                        "502#2-price",
                        "503#3-price",
                        "504#4-price",
                        "504#6-price",
                        "503#9-price",
                        "506#12-price",
                        "501#13-price",
                        "507#15-price",
                        "507#17-price",
                        "502#18-price");
        assertThat(publications.lastPrice().toString()).isEqualTo("{\"bid\":\"99.99\",\"bid_quantity\":\"20\"}");
    }

    @Test
    void bodiesContainTheRemainingSize() {
        assertThat(withKey("504#5").toString())
                .isEqualTo("{\"type\":\"ORDER_FILLED\",\"instrument\":\"AAPL\",\"recipients\":[\"alice\",\"bob\"],"
                        + "\"key\":\"504#5\",\"body\":{\"order_id\":\"504\",\"price\":\"100.04\",\"quantity\":\"10\","
                        + "\"side\":\"SELL\",\"leaves_quantity\":\"20\"}}");
        assertThat(withKey("504#6").getJsonObject("body").getString("leaves_quantity"))
                .isEqualTo("0");
        assertThat(withKey("501#7").getJsonObject("body").getString("leaves_quantity"))
                .isEqualTo("60");
        assertThat(withKey("499#11").getJsonObject("body")).doesNotContainKey("leaves_quantity");
        assertThat(withKey("0#8").getJsonObject("body")).doesNotContainKeys("order_id", "leaves_quantity");
    }

    @Test
    void pricesAreDecimalsOfAtLeastTwoPlaces() {
        assertThat(TapePublications.decimal(5_853_300)).isEqualTo("585.33");
        assertThat(TapePublications.decimal(5_850_000)).isEqualTo("585.00");
        assertThat(TapePublications.decimal(1_000_425)).isEqualTo("100.0425");
    }

    @Test
    void theRealTapeMatchesItsReadme() {
        assumeTrue(
                Tape.shared().isPresent(),
                "skipped: -D" + Tape.SHARED_DATA + " names no folder with a tape, so there is nothing to count");
        TapePublications real = new TapePublications(Tape.shared().orElseThrow(), List.of("alice"), "");
        assertThat(real.keys(List.of("ORDER_ACCEPTED"))).hasSize(471);
        assertThat(real.keys(List.of("ORDER_CANCELLED"))).hasSize(369);
        assertThat(real.keys(List.of("ORDER_FILLED"))).hasSize(159);
        assertThat(real.keys(List.of("PRICE_UPDATE"))).hasSize(350);
        assertThat(real.keys(TapeReplay.ORDERS)).doesNotHaveDuplicates();
    }
}
