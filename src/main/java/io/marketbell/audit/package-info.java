/** Who did what, when, with which trace: written in the same transaction as the deed, read by admins, never changed. */
package io.marketbell.audit;
