"""Text against rule: quotations, words in both directions, registered readings and what their alternatives make."""
