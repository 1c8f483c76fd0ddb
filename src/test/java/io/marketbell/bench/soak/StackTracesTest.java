package io.marketbell.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTracesTest {
    @Test
    void countsARecordOfTheProductOnceAndNoneOfTheServer() {
        String ours = "[11/30/26, 10:23:22:640 UTC] 00000050 io.marketbell.delivery.shard.Shard    E a delivery failed";
        String servers = "[11/30/26, 10:23:22:641 UTC] 00000050 com.ibm.ejs.j2c.MCWrapper    E J2CA0081E: failed";
        String trace =
                "java.lang.IllegalStateException: x\n\tat io.marketbell.A.b(A.java:1)\n\tat java.base/C.d(C.java:2)";

        assertThat(StackTraces.loggedByTheProduct(ours + "\n" + trace + "\n" + servers + "\n" + trace + "\n" + ours))
                .containsExactly(ours);
    }
}
