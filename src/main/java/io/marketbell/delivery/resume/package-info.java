/** Reads of the journal for connections that resume, and the gaps they find. */
package io.marketbell.delivery.resume;
