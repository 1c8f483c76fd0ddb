/** The exchange of the nodes' reports over the database that they share. */
package io.marketbell.cluster.report;
