package io.marketbell.monitoring.report;

/** A report with its parameters. Equal reports have the same answer for the same state. */
public interface Report {

    ReportBody answer(MonitoringState state);
}
