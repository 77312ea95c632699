"""What is said, in four languages: interface texts, numbers and dates, projects. Imports maps.style."""
