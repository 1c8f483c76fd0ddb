/** Publishing, status and history over REST. */
package io.marketbell.publish.rest;
