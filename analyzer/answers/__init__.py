"""What is told: findings and surveys, their candidates, entries, terms, plans; and how they are kept."""
