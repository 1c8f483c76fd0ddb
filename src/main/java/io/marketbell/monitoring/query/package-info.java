/** The query parameters of reports. */
package io.marketbell.monitoring.query;
