package io.marketbell.architecture.planted.monitoring;

/** A class of monitoring, used by planted violations. */
public interface Dashboard {
    void show(double value);
}
