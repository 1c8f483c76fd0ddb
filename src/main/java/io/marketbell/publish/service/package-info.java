/** Publishes validated items, durable and volatile, and returns their status. */
package io.marketbell.publish.service;
