package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.audit.AuditTrail;
import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.testkit.thread.AtOnce;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Two nodes that start at the same time on one PostgreSQL. */
class FirstAdminKeyOfTwoNodesTest {
    private static final int ROUNDS = 12;

    private final Database database = Database.over(ProductDatabases.postgres());
    private final ConfiguredApiKeys configured = new ConfiguredApiKeys(false, Optional.empty(), Instant.EPOCH);
    private final Queue<String> consoles = new ConcurrentLinkedQueue<>();

    @Test
    void oneOfTwoNodesThatStartTogetherCreatesTheKey() {
        for (int round = 0; round < ROUNDS; round++) {
            consoles.clear();
            database.write(sql -> sql.update("DELETE FROM api_keys"));
            FirstAdminKey one = node();
            FirstAdminKey other = node();

            AtOnce.run(List.of(start(one), start(other)));
            one.ensure();
            other.ensure();

            assertThat(consoles).as("keys of round %s", round).hasSize(1);
            assertThat(database.<Long>read(sql -> sql.number("SELECT COUNT(*) FROM api_keys")))
                    .isEqualTo(1);
        }
    }

    private FirstAdminKey node() {
        InstantSource clock = InstantSource.system();
        ApiKeyStore store =
                new DatabaseApiKeys(database, AuditTrail.in(database).audit());
        ApiKeyCache cache = new ApiKeyCache(configured, store, clock, revoked -> {});
        ApiKeys keys = new ApiKeys(configured, store, cache, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), clock);
        return new FirstAdminKey(true, store, keys, "n1", key -> new FirstAdminKeyHandover.Prepared() {
            @Override
            public void complete() {
                consoles.add(key);
            }

            @Override
            public void discard() {}
        });
    }

    private static Callable<Boolean> start(FirstAdminKey node) {
        return () -> {
            node.ensure();
            return true;
        };
    }
}
