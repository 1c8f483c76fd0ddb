/** Locks for work that only one of several nodes does at a time. */
package io.marketbell.database.job;
