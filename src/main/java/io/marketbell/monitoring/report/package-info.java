/** The reports, each a JSON body made from one snapshot. */
package io.marketbell.monitoring.report;
