/** Measures requests, delivery, trading and the database. */
package io.marketbell.metrics.meter;
