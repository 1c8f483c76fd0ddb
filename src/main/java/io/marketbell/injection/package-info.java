/** The guard against injected SQL, scripts and paths in every text that comes in. */
package io.marketbell.injection;
