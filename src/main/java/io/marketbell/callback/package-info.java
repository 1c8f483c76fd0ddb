/**
 * Reports the outcomes of notifications to publishers: as CDI events inside the process and as signed webhooks to
 * allowlisted hosts. Webhooks are stored until they succeed or become dead letters.
 */
package io.marketbell.callback;
