/** Messages of the journal to other nodes: commits and acknowledgements. */
package io.marketbell.journal.bus;
