package io.marketbell.architecture.planted.monitoring;

/** What a planted violation reaches for. */
public interface Dashboard {
    void show(double value);
}
