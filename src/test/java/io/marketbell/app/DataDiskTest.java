package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

class DataDiskTest {
    private static final long MIB = 1 << 20;

    private static DataDisk disk(long total, long usable) {
        return new DataDisk(new File("data") {
            @Override
            public long getTotalSpace() {
                return total;
            }

            @Override
            public long getUsableSpace() {
                return usable;
            }
        });
    }

    @Test
    void theLastSixteenMebibytesAreReservedForTheDatabase() {
        assertThat(disk(1_000 * MIB, 17 * MIB).hasSpace()).isTrue();
        assertThat(disk(1_000 * MIB, 16 * MIB).hasSpace()).isFalse();
    }

    @Test
    void twoPercentOfASmallDiskAreReserved() {
        assertThat(disk(40 * MIB, MIB).hasSpace()).isTrue();
        assertThat(disk(40 * MIB, MIB / 2).hasSpace()).isFalse();
    }

    @Test
    void anUnreadableDiskHasNoFiguresAndRejectsNothing() {
        DataDisk unknown = disk(0, 0);

        assertThat(unknown.free()).isNaN();
        assertThat(unknown.used()).isNaN();
        assertThat(unknown.hasSpace()).isTrue();
    }

    @Test
    void theUsedShareIsTheComplementOfTheFreeShare() {
        assertThat(disk(100 * MIB, 25 * MIB).used()).isEqualTo(0.75);
        assertThat(disk(100 * MIB, 25 * MIB).free()).isEqualTo(25.0 * MIB);
    }
}
