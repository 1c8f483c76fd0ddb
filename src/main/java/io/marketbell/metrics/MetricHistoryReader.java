package io.marketbell.metrics;

import io.marketbell.metrics.Metric.Kind;
import io.marketbell.metrics.MetricHistory.Figure;
import io.marketbell.metrics.MetricHistory.HistoryQuery;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Answers history queries. Quantiles of the last hour are exact for any step. Older quantiles are those of the worst
 * minute in each step.
 */
final class MetricHistoryReader {
    /** Maximum number of intervals merged for one query; more would take too long. */
    private static final int MOST_MERGED = 4_000;

    private final Registry registry;
    private final HistoryQuery question;
    private final List<? extends Series> series;
    private final boolean fine;
    private final boolean exact;

    /** In intervals if the resolution is fine, otherwise in minutes. */
    private final long from;

    private final long to;
    private final long step;

    MetricHistoryReader(Registry registry, HistoryQuery question) {
        this.registry = registry;
        this.question = question;
        this.series = registry.family(question.metric()).matching(question.tags());
        long last = registry.lastTick();
        long unit = Registry.INTERVAL.toSeconds();
        long firstFine = last - Window.HOUR.intervals() + 1;
        fine = Math.floorDiv(question.from().getEpochSecond(), unit) >= firstFine;
        long seconds = fine ? unit : 60;
        long ended = fine ? last + 1 : Math.floorDiv(last + 1, FigureHistory.PER_MINUTE);
        step = Math.max(1, (question.step().toSeconds() + seconds - 1) / seconds);
        // align steps to multiples of the step, so that repeated queries return the same points
        long first = Math.floorDiv(question.from().getEpochSecond(), seconds);
        from = Math.floorDiv(Math.max(first, ended - (fine ? Window.HOUR.intervals() : FigureHistory.MINUTES)), step)
                * step;
        to = Math.min(Math.floorDiv(question.to().getEpochSecond() + seconds - 1, seconds), ended);
        exact = fine && (isWhole() || (to - from) * series.size() <= MOST_MERGED);
    }

    /** Returns true if the query covers all series, whose sum is stored as such, or if there is only one series. */
    private boolean isWhole() {
        return question.tags().isEmpty() || series.size() == 1;
    }

    MetricHistory read() {
        int points = (int) Math.max(0, (to - from + step - 1) / step);
        long seconds = fine ? Registry.INTERVAL.toSeconds() : 60;
        long[] times = new long[points];
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            long begin = from + i * step;
            times[i] = begin * seconds;
            values[i] = value(begin, Math.min(begin + step, to));
        }
        boolean worst = question.figure().isQuantile() && !exact;
        return new MetricHistory(Duration.ofSeconds(step * seconds), times, values, worst);
    }

    private double value(long begin, long end) {
        Figure figure = question.figure();
        if (figure.isQuantile() && exact && !(isWhole() && end - begin == 1)) {
            return quantile(begin, end);
        }
        return switch (figure) {
            case COUNT -> sum(0, begin, end);
            case RATE -> sum(0, begin, end) / ((end - begin) * (fine ? Registry.INTERVAL.toSeconds() : 60));
            case MEAN -> sum(1, begin, end) / sum(0, begin, end);
            case VALUE -> combined(0, begin, end, (earlier, later) -> later, Double::sum);
            default -> combined(figure.column, begin, end, Math::max, Math::max);
        };
    }

    private List<FigureHistory> points() {
        return question.metric().kind() == Kind.DURATION && question.tags().isEmpty()
                ? List.of(registry.total(question.metric()).points())
                : series.stream().map(Series::points).toList();
    }

    private double at(FigureHistory points, int column, long at) {
        return fine ? points.at(column, at) : points.atMinute(column, at);
    }

    /** Combines the values of the steps of each series, and then those of the series. NaN if there is no value. */
    private double combined(
            int column, long begin, long end, DoubleBinaryOperator ofSteps, DoubleBinaryOperator ofSeries) {
        double all = Double.NaN;
        for (FigureHistory points : points()) {
            double one = Double.NaN;
            for (long at = begin; at < end; at++) {
                one = combined(one, at(points, column, at), ofSteps);
            }
            all = combined(all, one, ofSeries);
        }
        return all;
    }

    private static double combined(double before, double value, DoubleBinaryOperator operator) {
        if (Double.isNaN(before) || Double.isNaN(value)) {
            return Double.isNaN(before) ? value : before;
        }
        return operator.applyAsDouble(before, value);
    }

    private double sum(int column, long begin, long end) {
        return combined(column, begin, end, Double::sum, Double::sum);
    }

    private double quantile(long begin, long end) {
        Histogram merged = Distribution.newHistogram();
        List<PastDurations> pasts = question.tags().isEmpty()
                ? List.of(registry.total(question.metric()))
                : series.stream().map(each -> ((TimingSeries) each).past()).toList();
        for (PastDurations past : pasts) {
            for (long tick = begin; tick < end; tick++) {
                past.addTo(merged, tick);
            }
        }
        return merged.getTotalCount() == 0
                ? Double.NaN
                : merged.getValueAtPercentile(question.figure().quantile() * 100) / 1e9;
    }
}
