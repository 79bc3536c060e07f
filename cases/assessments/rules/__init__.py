"""Pure rules of safety assessment: acute and structural unsafety, red flags, Veilig Thuis's known answer."""
