/** Reading the journal for connections that resume, and the gaps that are found. */
package io.marketbell.delivery.resume;
