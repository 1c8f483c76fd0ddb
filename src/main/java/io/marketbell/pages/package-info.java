/** Browser libraries, served from the application's own origin. */
package io.marketbell.pages;
