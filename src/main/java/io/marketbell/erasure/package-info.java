/** Erasure of the data of a user: in the database, in Redis, and in the memory of every node. */
package io.marketbell.erasure;
