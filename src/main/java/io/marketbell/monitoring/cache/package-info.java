/** Makes each report once for a snapshot and a query. */
package io.marketbell.monitoring.cache;
