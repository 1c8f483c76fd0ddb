/** Database access, row mapping and state shared by the parts of the journal. */
package io.marketbell.journal.store;
