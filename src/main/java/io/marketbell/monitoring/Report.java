package io.marketbell.monitoring;

/** A report with its parameters. Equal reports have the same answer for the same state. */
interface Report {

    ReportBody answer(MonitoringState state);
}
