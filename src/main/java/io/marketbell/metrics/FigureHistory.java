package io.marketbell.metrics;

import java.util.Arrays;

/**
 * Figures of each interval of the last hour and of each minute of the last day. One thread writes while others read: a
 * slot is reused only well after it can no longer be queried.
 */
final class FigureHistory {
    static final int PER_MINUTE = Window.MINUTE.intervals();
    static final int MINUTES = 24 * 60;
    private static final int SPARE = 6;

    final float[][] fine;
    final float[][] coarse;

    FigureHistory(int columns) {
        fine = new float[columns][IntervalDistributions.KEPT];
        coarse = new float[columns][MINUTES + SPARE];
        for (int i = 0; i < columns; i++) {
            Arrays.fill(fine[i], Float.NaN);
            Arrays.fill(coarse[i], Float.NaN);
        }
    }

    void put(long tick, double... figures) {
        put(fine, tick, figures);
    }

    void putMinute(long minute, double... figures) {
        put(coarse, minute, figures);
    }

    void clear(long tick) {
        clear(fine, tick);
        if (endsMinute(tick)) {
            clear(coarse, Math.floorDiv(tick, PER_MINUTE));
        }
    }

    private static void clear(float[][] columns, long at) {
        for (float[] column : columns) {
            column[slot(column, at)] = Float.NaN;
        }
    }

    private static void put(float[][] columns, long at, double[] figures) {
        for (int i = 0; i < columns.length; i++) {
            columns[i][slot(columns[i], at)] = (float) figures[i];
        }
    }

    double at(int column, long tick) {
        return fine[column][slot(fine[column], tick)];
    }

    double atMinute(int column, long minute) {
        return coarse[column][slot(coarse[column], minute)];
    }

    private static int slot(float[] column, long at) {
        return (int) Math.floorMod(at, (long) column.length);
    }

    /** Returns true if this interval completes a minute. */
    static boolean endsMinute(long tick) {
        return Math.floorMod(tick, (long) PER_MINUTE) == PER_MINUTE - 1;
    }
}
